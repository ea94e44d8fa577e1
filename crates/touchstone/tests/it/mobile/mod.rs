//! Phone apps, over HTTP: spec mobile.md from the first header to the last verdict, on both
//! engines.

mod android_flaws;
mod android_key;
mod compositions;
mod entering;
mod envelopes;
mod flaws;
mod google;
mod google_crowd;
mod huawei;
mod judging;
mod malformed;
mod nodes;
mod policies;
mod promising;
mod real_devices;
mod sessions;
mod vectors;
mod verdicts;

//! Phone apps, over HTTP: spec mobile.md from the first header to the last verdict, on both
//! engines.

mod compositions;
mod entering;
mod envelopes;
mod flaws;
mod judging;
mod malformed;
mod nodes;
mod policies;
mod promising;
mod real_devices;
mod sessions;
mod vectors;
mod verdicts;

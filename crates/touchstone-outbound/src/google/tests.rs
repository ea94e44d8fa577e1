//! Table 7.1 of spec mobile.md, row by row, against a scripted Google on loopback.

mod accounts;
mod bodies;
mod crowd;
mod hurry;
mod rows;
mod scene;
mod secrets;
mod silence;
mod tokens;
mod troubles;

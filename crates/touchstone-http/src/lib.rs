//! How is it said? Routes, JSON shapes, status codes.

"""What applicants type: liberal in what is taken, strict only about what cannot be stored."""

"""What Accord does when a sentence was understood: one function a command, each thin over `partners/` and `rounds/`."""

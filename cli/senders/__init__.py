"""What is said of lists that senders make: `asked` by the options of a call, `configured` what [lists.NAME] keeps."""

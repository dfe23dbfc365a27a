package floor

// option is how an option derives from its underlying.
type option struct{}

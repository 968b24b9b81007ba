"""What of a platform's format cannot be said in its profile? One small module a platform."""

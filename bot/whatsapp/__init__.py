"""WhatsApp, through Meta's Cloud API: our own receiving, pywa's sending."""

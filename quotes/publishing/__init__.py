"""What an act makes public: writes the published read model, in the act's transaction."""

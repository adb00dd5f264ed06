"""Parts of Haoke a company does without: switched off they are nowhere, switched on again everything is as it was."""

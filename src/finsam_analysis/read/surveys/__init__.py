"""NNS indicator surveys: questions, groups of respondents, answers."""

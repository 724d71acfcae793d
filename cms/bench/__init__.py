"""The benchmark (`make bench`): what a page costs, in units of a bare Django view measured in the same run."""

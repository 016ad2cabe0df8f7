"""Every editorial change that is no move of a quote: one function each, keyword `by=`."""

"""Administration: the accounts of others, for whoever manages them."""

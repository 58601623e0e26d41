"""The store of what was filed, across files and nights: who may exceed the limit with everything that went before."""

def find_charts(*a): return []
def read_charts(*a,**k): return []

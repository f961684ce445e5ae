import doctest
def fact(n):
    """
    >>> fact(5)
    120
    >>> [fact(n) for n in range(4)]
    [1, 1, 2, 6]
    >>> fact(-1)
    Traceback (most recent call last):
        ...
    ValueError: negative
    >>> fact(3)
    7
    """
    if n < 0: raise ValueError('negative')
    return 1 if n < 2 else n * fact(n - 1)
print(doctest.testmod())

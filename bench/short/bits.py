"""Gray codes and popcounts in a loop at module level."""
total = 0
odd = 0
for i in range(300000):
    gray = i ^ i >> 1
    n = gray
    n = (n & 0x5555) + (n >> 1 & 0x5555)
    total += n & 0xFF
    if gray & 1:
        odd += 1
print(total, odd, bin(12345).count('1'), format(54321, 'b'))

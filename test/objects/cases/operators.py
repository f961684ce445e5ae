# Every binary operator between every pair of values.

def T(expressions, names):
    for e in expressions:
        try:
            print(e, '->', repr(eval(e, names))[:200])
        except SyntaxError:
            print(e, 'SyntaxError')
        except BaseException as x:
            print(e, type(x).__name__, str(x)[:300])


vals = ["0","1","-1","2","7","-7","255","2**31","2**53","-(2**53)","2**64","10**30","True","False","None","0.0","-0.0","1.5","-2.5","1e300","float('inf')","3.0","1j","1+2j","''","'a'","'abc'","'%s'","b''","b'ab'","bytearray(b'xy')","()","(1,)","(1,2)","[]","[1]","[1,'a']","{}","{1:2}","set()","{1,2}","frozenset({2,3})","range(3)","slice(1)","int","list","...","NotImplemented","memoryview(b'ab')"]
ops = ["+","-","*","/","//","%","**","<<",">>","&","|","^","@","==","!=","<","<=",">",">=","in","is"]
big = {"2**31","2**53","-(2**53)","2**64","10**30"}
n=0
for a in vals:
    for b in vals:
        for op in ops:
            if op in ("**","<<") and (b in big or b=="255" and a in big): continue
            if op == "*" and (a in big or b in big) and (a[0] in "'b([" or b[0] in "'b(["): continue
            if op == "is": continue
            e=f"({a}) {op} ({b})"
            try:
                r=eval(e); s=repr(r)
                if ' at 0x' in s: s='obj'
            except BaseException as x:
                s=type(x).__name__+': '+str(x)
            print(e,'=>',s[:150])

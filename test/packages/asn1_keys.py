"""pyasn1, ecdsa and rsa: encodings, keys, signatures and encryption, with fixed randomness."""
# needs: pyasn1 ecdsa rsa six.py

import hashlib
import random

import ecdsa
import rsa
import rsa.prime
from ecdsa import NIST256p, NIST521p, SECP256k1, SigningKey, VerifyingKey, Ed25519
from ecdsa.util import PRNG, number_to_string, sigdecode_der, sigencode_der
from pyasn1.codec.ber import decoder as ber_decoder
from pyasn1.codec.ber import encoder as ber_encoder
from pyasn1.codec.cer import encoder as cer_encoder
from pyasn1.codec.der import decoder as der_decoder
from pyasn1.codec.der import encoder as der_encoder
from pyasn1.codec.native import decoder as native_decoder
from pyasn1.codec.native import encoder as native_encoder
from pyasn1.error import PyAsn1Error
from pyasn1.type import char, constraint, namedtype, namedval, tag, univ, useful


class Kind(univ.Enumerated):
    namedValues = namedval.NamedValues(('a', 0), ('b', 5))


class Part(univ.Sequence):
    componentType = namedtype.NamedTypes(
        namedtype.NamedType('id', univ.Integer().subtype(subtypeSpec=constraint.ValueRangeConstraint(0, 1000))),
        namedtype.OptionalNamedType('text', char.UTF8String().subtype(implicitTag=tag.Tag(tag.tagClassContext, tag.tagFormatSimple, 0))),
        namedtype.DefaultedNamedType('kind', Kind('b')),
    )


class Message(univ.Sequence):
    componentType = namedtype.NamedTypes(
        namedtype.NamedType('oid', univ.ObjectIdentifier()), namedtype.NamedType('parts', univ.SequenceOf(componentType=Part())), namedtype.NamedType('bits', univ.BitString()),
        namedtype.NamedType('body', univ.OctetString()), namedtype.NamedType('when', useful.UTCTime()), namedtype.NamedType('real', univ.Real()), namedtype.NamedType('flag', univ.Boolean()),
        namedtype.NamedType('choice', univ.Choice(componentType=namedtype.NamedTypes(namedtype.NamedType('n', univ.Null()), namedtype.NamedType('s', univ.SetOf(componentType=univ.Integer()))))),
    )


message = Message()
message['oid'] = '1.2.840.113549.1.1.11'
for i, text in ((5, 'é'), (999, None)):
    part = Part()
    part['id'] = i
    if text:
        part['text'] = text
    message['parts'].append(part)
message['bits'] = '101100111'
message['body'] = b'\x00' * 200
message['when'] = '240229120000Z'
message['real'] = 0.15625
message['flag'] = True
message['choice']['s'].extend([3, 1, -200])
print(message.prettyPrint())
der = der_encoder.encode(message)
print(der.hex(), cer_encoder.encode(message).hex(), ber_encoder.encode(message, defMode=False, maxChunkSize=64).hex(), sep='\n')
again, rest = der_decoder.decode(der + b'xx', asn1Spec=Message())
print(der_encoder.encode(again) == der, rest, native_encoder.encode(again), again['parts'][1]['kind'].prettyPrint())
print(native_decoder.decode({'id': 7, 'text': 'x'}, asn1Spec=Part()), ber_decoder.decode(bytes.fromhex('30800201050000'))[0], univ.BitString('1010') << 2, univ.ObjectIdentifier('1.3.6') + (1,))
for bad in (lambda: Part().setComponentByName('id', 1001), lambda: der_decoder.decode(b'\x30\x05\x02'), lambda: der_decoder.decode(b'\x02\x01\x05', asn1Spec=univ.OctetString()), lambda: univ.Integer('x'), lambda: der_encoder.encode(Part())):
    try:
        print(bad())
    except PyAsn1Error as e:
        print(type(e).__name__, str(e).split('\n')[0][:100])

for curve, digest in ((NIST256p, hashlib.sha256), (SECP256k1, hashlib.sha256), (NIST521p, hashlib.sha512)):
    key = SigningKey.generate(curve, entropy=PRNG(b'seed'), hashfunc=digest)
    signature = key.sign_deterministic(b'message', sigencode=sigencode_der)
    print(curve.name, key.to_string().hex(), signature.hex(), key.verifying_key.verify(signature, b'message', sigdecode=sigdecode_der))
    pem = key.to_pem()
    print(pem.decode(), SigningKey.from_pem(pem) == key, VerifyingKey.from_der(key.verifying_key.to_der()) == key.verifying_key, key.verifying_key.to_string('compressed').hex())
    try:
        key.verifying_key.verify(signature, b'other', sigdecode=sigdecode_der)
    except ecdsa.BadSignatureError as e:
        print(type(e).__name__, e)
ed = SigningKey.from_string(bytes(range(32)), curve=Ed25519)
print(ed.sign(b'x').hex(), ed.verifying_key.to_string().hex(), number_to_string(255, NIST256p.order).hex()[-4:])
a, b = (ecdsa.ECDH(curve=NIST256p, private_key=SigningKey.from_secret_exponent(n, NIST256p)) for n in (12345, 67890))
a.load_received_public_key(b.private_key.verifying_key if hasattr(b.private_key, 'verifying_key') else b.get_public_key())
b.load_received_public_key(a.get_public_key())
print(a.generate_sharedsecret_bytes().hex(), a.generate_sharedsecret() == b.generate_sharedsecret())

p, q = 2**521 - 1, 2**607 - 1
private = rsa.PrivateKey(p * q, 65537, pow(65537, -1, (p - 1) * (q - 1)), p, q)
public = rsa.PublicKey(private.n, private.e)
signature = rsa.sign(b'data', private, 'SHA-256')
print(signature.hex(), rsa.verify(b'data', signature, public), rsa.decrypt(rsa.encrypt(b'secret', public), private))
print(public.save_pkcs1().decode(), rsa.PrivateKey.load_pkcs1(private.save_pkcs1()) == private, rsa.find_signature_hash(signature, public), rsa.prime.is_prime(2**127 - 1), rsa.prime.is_prime(2**127 + 1))
try:
    rsa.verify(b'tampered', signature, public)
except rsa.VerificationError as e:
    print(e)

"""Verifies both DKIM signatures of each mail with dkimpy, and that what a reader sees is under them.
Usage: check_signatures.py DNS MAIL_FILE...   Each line of DNS is a name and its TXT record.
Prints how many were right; fails on the first that is not."""
import sys

import dkim

records = dict(line.rstrip("\n").split(" ", 1) for line in open(sys.argv[1], encoding="ascii"))


def txt(name, timeout=5):
    return records[(name.decode() if isinstance(name, bytes) else name)].encode()


def verified(mail, index):
    try:
        return dkim.DKIM(mail).verify(idx=index, dnsfunc=txt)
    except dkim.DKIMException:
        return False


for file in sys.argv[2:]:
    mail = open(file, "rb").read().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    count = mail.split(b"\r\n\r\n")[0].count(b"DKIM-Signature:")
    assert count == 2, f"{file}: {count} signatures"
    for index in range(count):
        assert verified(mail, index), f"{file}: signature {index}"
        # A verifier that finds everything good proves nothing.
        for change in (
            lambda whole: whole.replace(b"Content-Transfer-Encoding", b"content-Transfer-Encoding", 1),
            lambda whole: whole.replace(b"\r\nSubject: ", b"\r\nSubject: x", 1),
            lambda whole: b"From: somebody@example.com\r\n" + whole,
        ):
            changed = change(mail)
            assert changed != mail and not verified(changed, index), f"{file}: a change goes unseen"
print(len(sys.argv[2:]), "mails signed twice, verified")

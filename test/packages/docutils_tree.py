"""docutils: reStructuredText to pseudo XML and a manual page, with reports of errors."""
# needs: docutils roman

import io

from docutils.core import publish_doctree, publish_string

SOURCE = """
=====
Title
=====

:Author: Someone
:Version: 1.0

.. contents:: Inside

First *section*
---------------

A paragraph with **strong**, ``literal``, a link_, an `inline <http://example.org/>`_ one and a footnote [1]_.
|sub| and :sub:`low`, :math:`a^2 + b_1`.

.. _link: http://example.com/a?b=c&d=e
.. [1] The note.
.. |sub| replace:: *replaced* text

1. one

   * nested
   * list

2. two

term : kind
    What it means.

Second
------

+-------+------+
| a     | b    |
+=======+======+
| wide cell    |
+-------+------+
| 1     | 2    |
+-------+------+

=====  =====
x      y
=====  =====
1      "é"
=====  =====

.. note:: Mind *this*.

.. code:: python

   def f(x):
       return x + 1

.. figure:: picture.png
   :width: 200px
   :alt: no picture

   The caption.

>>> doctest()
1

| line
|   block

First *section*
---------------

Again, broken *emphasis and `undefined`_ with |nothing|.

.. nosuch:: directive
"""
warnings = io.StringIO()
settings = {'warning_stream': warnings, 'input_encoding': 'unicode', 'report_level': 1}
for writer in ('pseudoxml', 'manpage', 'xml'):
    print(publish_string(SOURCE, writer_name=writer, settings_overrides={**settings, 'output_encoding': 'unicode'}))
tree = publish_doctree(SOURCE, settings_overrides=settings)
for node in tree.findall():
    if hasattr(node, 'tagname') and node.tagname in ('section', 'reference', 'target', 'system_message'):
        print(node.tagname, node.get('ids'), node.get('refuri'), node.get('level'))
print(warnings.getvalue())

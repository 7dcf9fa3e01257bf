"""Whatever interrupts somebody who types, records or hands in: what they did is there.

The server is killed, the network is cut, the tab is closed, the session ends, or a second tab does the same; at points
that chance gives, always the same ones. `make interruptions` does it 200 times, the tests each some times.
"""

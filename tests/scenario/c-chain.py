# SPDX-License-Identifier: Apache-2.0
"""The chain: what happens to a story on which a plugin breaks."""
from house import *

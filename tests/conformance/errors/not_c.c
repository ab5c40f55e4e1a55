// expect-error: 3:1: error: unknown type name 'import'
// Something else than C.
import os
print("hello")

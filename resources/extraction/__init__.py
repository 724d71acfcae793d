"""What is written in files. A file is read in a process of its own, within limits: it may be damaged, or made to harm.

`process.read` starts that process (`child`) and takes what it says; `readers` hold what each kind needs. None of it
imports Django, so that the process starts fast and knows nothing of the portal's secrets. What is read is kept by
`resources.services.texts`.
"""

"""The rules; nothing but the files beside this one."""

"""Imports every module that registers something with the desk's admin site."""

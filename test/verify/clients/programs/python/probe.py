"""Prints a new todo with a due date, and the due date in the answer that the first argument holds."""
import importlib
import pkgutil
import sys

import openapi_client

for module in pkgutil.walk_packages(openapi_client.__path__, "openapi_client."):
    importlib.import_module(module.name)

print(openapi_client.TodoReq(title="x", due_date="2030-01-31").to_json())
print(int(openapi_client.TodoRes200.from_json(sys.argv[1]).data.due_date.timestamp()))

#!/usr/bin/python3
"""Prints an OpenAPI document of the operations that the suite tests, made from a service model as AWS ships it in its SDKs.

    openapi_of_model.py [service-2.json] >openapi.json

Without a file the model is that of the installed botocore. What a model cannot say (limits in prose, the window of timestamps) the
document does not say either: a mock made from it shows how far shapes alone go.
"""
import gzip
import json
import pathlib
import sys

OPERATIONS = ("BatchPutAssetPropertyValue", "GetAssetPropertyValue", "GetAssetPropertyValueHistory", "BatchGetAssetPropertyValue",
              "BatchGetAssetPropertyValueHistory")
TYPES = {"string": "string", "integer": "integer", "long": "integer", "double": "number", "float": "number", "boolean": "boolean",
         "timestamp": "number"}
BOUNDS = {"list": ("minItems", "maxItems"), "string": ("minLength", "maxLength"), "integer": ("minimum", "maximum"),
          "long": ("minimum", "maximum"), "double": ("minimum", "maximum")}


def installed_model():
    import botocore
    path = pathlib.Path(botocore.__file__).parent / "data" / "iotsitewise" / "2019-12-02" / "service-2.json"
    packed = path.with_suffix(".json.gz")
    return json.loads(gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes())


def schema_of(shape):
    """Returns the schema of a shape of the model; other shapes are referred to."""
    kind = shape["type"]
    if kind == "structure":
        schema = {"type": "object", "properties": {name: reference(member) for name, member in shape["members"].items()}}
        if shape.get("required"):
            schema["required"] = shape["required"]
    elif kind == "list":
        schema = {"type": "array", "items": reference(shape["member"])}
    elif kind == "map":
        schema = {"type": "object", "additionalProperties": reference(shape["value"])}
    else:
        schema = {"type": TYPES[kind]}
        for name in ("enum", "pattern"):
            if name in shape:
                schema[name] = shape[name]
    for ours, theirs in zip(("min", "max"), BOUNDS.get(kind, ())):
        if ours in shape:
            schema[theirs] = shape[ours]
    return schema


def reference(member):
    return {"$ref": f"#/components/schemas/{member['shape']}"}


def used_shapes(model, names):
    """Returns the names of the shapes, and of all that they refer to."""
    found, left = set(), list(names)
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        shape = model["shapes"][name]
        left += [member["shape"] for member in shape.get("members", {}).values()]
        left += [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]
    return found


def operation_of(model, operation):
    shapes = model["shapes"]
    members = shapes[operation["input"]["shape"]]["members"]
    answers = {"200": {"description": "done", "content": {"application/json": {"schema": reference(operation["output"])}}}}
    for error in operation["errors"]:
        status = shapes[error["shape"]].get("error", {}).get("httpStatusCode", 500)
        answers.setdefault(str(status), {"description": error["shape"],
                                         "content": {"application/json": {"schema": reference(error)}}})
    described = {"operationId": operation["name"], "responses": answers}
    if operation["http"]["method"] == "GET":
        described["parameters"] = [
            {"name": member.get("locationName", name), "in": "query", "schema": reference(member),
             "required": name in shapes[operation["input"]["shape"]].get("required", [])}
            for name, member in members.items()]
    else:
        described["requestBody"] = {"required": True,
                                    "content": {"application/json": {"schema": reference(operation["input"])}}}
    return described


def document_of(model):
    paths, roots = {}, []
    for name in OPERATIONS:
        operation = model["operations"][name]
        http = operation["http"]
        paths.setdefault(http["requestUri"], {})[http["method"].lower()] = operation_of(model, operation)
        roots += [operation["input"]["shape"], operation["output"]["shape"]] + [each["shape"] for each in operation["errors"]]
    schemas = {name: schema_of(model["shapes"][name]) for name in sorted(used_shapes(model, roots))}
    return {"openapi": "3.0.3", "info": {"title": "AWS IoT SiteWise, values of properties", "version": model["metadata"]["apiVersion"]},
            "paths": paths, "components": {"schemas": schemas}}


if __name__ == "__main__":
    source = json.loads(pathlib.Path(sys.argv[1]).read_text()) if len(sys.argv) > 1 else installed_model()
    json.dump(document_of(source), sys.stdout, indent=1)
    print()

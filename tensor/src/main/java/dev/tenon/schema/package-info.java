/**
 * Facts of ONNX's operators as data: since which opset there are which attributes, defaults,
 * operands and types. Reading starts with {@link dev.tenon.schema.OperatorSchemas}; no other code
 * repeats what it knows.
 */
@NullMarked
package dev.tenon.schema;

import org.jspecify.annotations.NullMarked;

/**
 * Facts of ONNX's operators as data: the attributes, defaults, operands and types of each opset.
 * Reading starts with {@link dev.tenon.schema.OperatorSchemas}; no other code repeats these facts.
 */
@NullMarked
package dev.tenon.schema;

import org.jspecify.annotations.NullMarked;

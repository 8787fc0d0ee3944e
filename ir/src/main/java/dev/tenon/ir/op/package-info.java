/** Operators: stateless primitives with ONNX's names, attributes and meaning. */
@NullMarked
package dev.tenon.ir.op;

import org.jspecify.annotations.NullMarked;

/** ONNX protobuf files and the tensors inside them. */
@NullMarked
package dev.tenon.formats.onnx;

import org.jspecify.annotations.NullMarked;

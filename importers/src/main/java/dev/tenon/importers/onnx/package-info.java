/** Reads what an ONNX file holds. */
@NullMarked
package dev.tenon.importers.onnx;

import org.jspecify.annotations.NullMarked;

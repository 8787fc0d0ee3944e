/** ONNX files as a source: read, run, trained, written again. */
@NullMarked
package dev.tenon.tests.onnx;

import org.jspecify.annotations.NullMarked;

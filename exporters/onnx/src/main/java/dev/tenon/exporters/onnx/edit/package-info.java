/**
 * Changes of an ONNX message that need no operator of Tenon's: other names, outputs, weights and
 * descriptions.
 */
@NullMarked
package dev.tenon.exporters.onnx.edit;

import org.jspecify.annotations.NullMarked;

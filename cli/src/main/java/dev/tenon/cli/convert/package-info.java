/**
 * Checks the files that {@code convert} wrote. Reading starts at {@link
 * dev.tenon.cli.convert.WrittenCheck}, which compares the outputs of a written file with those of
 * its source. {@link dev.tenon.cli.convert.KerasConversion} compares the weights of Keras files,
 * and {@link dev.tenon.cli.convert.NetworkProof} decides when an ONNX network must be compared.
 * {@link dev.tenon.cli.convert.WrittenOpset} chooses the opset of an ONNX file; {@link
 * dev.tenon.cli.convert.SmallerWeights} shrinks one and reports the loss; {@link
 * dev.tenon.cli.convert.QuantizedFile} shrinks Keras files too, and both say what they save by
 * {@link dev.tenon.cli.convert.WeightSavings}.
 */
@NullMarked
package dev.tenon.cli.convert;

import org.jspecify.annotations.NullMarked;

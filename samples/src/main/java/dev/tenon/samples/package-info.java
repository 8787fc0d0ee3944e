/**
 * Example programs, one class each, that {@code tenon sample NAME} runs. Reading starts at {@link
 * dev.tenon.samples.SampleList}, which lists them in reading order; {@link
 * dev.tenon.samples.MnistDense} is the first. {@link dev.tenon.samples.TokenAndPosition}, {@link
 * dev.tenon.samples.TransformerBlock} and {@link dev.tenon.samples.MultiHeadSelfAttention} are
 * custom layers of {@link dev.tenon.samples.TransformerClassifier}. {@code MnistDigits}, {@code
 * CifarImages}, {@code Reviews} and {@code StandIns} provide the data.
 */
@NullMarked
package dev.tenon.samples;

import org.jspecify.annotations.NullMarked;

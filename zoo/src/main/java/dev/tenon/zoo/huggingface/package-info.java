/**
 * Transformers in the folders of Hugging Face's transformers: {@code config.json} and safetensors.
 *
 * <p>Reading starts at {@link dev.tenon.zoo.huggingface.HuggingFaceFormat}. {@code FolderConfig} is
 * the configuration, {@code FolderWeights} the files of weights. {@code Transformers} lists the
 * architectures: a class each, which builds a network of Keras layers with a {@code
 * NetworkBuilder}; {@code TransformerHead} names what stands on it, and {@code HeadReplacement}
 * puts another head on an encoder. {@code WeightPlace} connects a weight of a layer with a tensor
 * of the file; {@code FolderReader} and {@code FolderWriter} follow it. {@code SentenceModules} and
 * {@code SentencePooling} make vectors of sentences.
 */
@NullMarked
package dev.tenon.zoo.huggingface;

import org.jspecify.annotations.NullMarked;

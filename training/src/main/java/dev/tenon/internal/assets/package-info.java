/**
 * What belongs to a model beside its network. Reading starts at {@link
 * dev.tenon.internal.assets.ModelAssets}: how images are read, and {@link
 * dev.tenon.internal.assets.TextAssets}, the files of a tokenizer. {@link
 * dev.tenon.internal.assets.ArchiveAssets} places them in a {@code .keras}, and {@link
 * dev.tenon.internal.assets.AssetsBeside} beside other files. {@link
 * dev.tenon.internal.assets.TextPreprocessors} makes a {@link
 * dev.tenon.internal.assets.TextPreprocessor} of the files: a service that the artifact {@code
 * tenon-text} provides.
 */
@NullMarked
package dev.tenon.internal.assets;

import org.jspecify.annotations.NullMarked;

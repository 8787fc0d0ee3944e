/**
 * What belongs to a model beside its network. Reading starts at {@link
 * dev.tenon.internal.assets.ModelAssets}: how images are read, and {@link
 * dev.tenon.internal.assets.TextAssets}, the files of a tokenizer. {@link
 * dev.tenon.internal.assets.AssetFiles} places them in or beside each kind of model file. {@link
 * dev.tenon.internal.assets.TextEncoders} makes a {@link dev.tenon.internal.assets.TextEncoder} of
 * the files, as a service that the artifact {@code tenon-text} provides.
 */
@NullMarked
package dev.tenon.internal.assets;

import org.jspecify.annotations.NullMarked;

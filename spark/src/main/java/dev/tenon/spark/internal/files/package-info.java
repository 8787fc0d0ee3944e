/**
 * The files of a model as bytes that travel: {@link dev.tenon.spark.internal.files.ModelFiles};
 * {@code SavedForm} makes them of a model or a path, {@code CompanionFiles} finds what stands
 * beside a file.
 */
@NullMarked
package dev.tenon.spark.internal.files;

import org.jspecify.annotations.NullMarked;

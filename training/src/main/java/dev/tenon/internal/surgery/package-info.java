/**
 * Changes of layer graphs: {@link dev.tenon.internal.surgery.ModelCut}, {@link
 * dev.tenon.internal.surgery.Head}, {@link dev.tenon.internal.surgery.ModelEdit} and {@link
 * dev.tenon.internal.surgery.ModelCopy}; {@link dev.tenon.internal.surgery.LayerPaths} finds
 * layers.
 */
@NullMarked
package dev.tenon.internal.surgery;

import org.jspecify.annotations.NullMarked;

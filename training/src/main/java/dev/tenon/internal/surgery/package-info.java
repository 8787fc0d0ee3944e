/**
 * Changes of layer graphs: {@link dev.tenon.internal.surgery.Cutting}, {@link
 * dev.tenon.internal.surgery.Head}, {@link dev.tenon.internal.surgery.Editing} and {@link
 * dev.tenon.internal.surgery.Copying}; {@link dev.tenon.internal.surgery.LayerPaths} finds layers.
 */
@NullMarked
package dev.tenon.internal.surgery;

import org.jspecify.annotations.NullMarked;

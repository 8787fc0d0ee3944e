/** How operators on images are written: convolutions, pools, Resize, boxes and files. */
@NullMarked
package dev.tenon.runtime.tensorflow.ops.image;

import org.jspecify.annotations.NullMarked;

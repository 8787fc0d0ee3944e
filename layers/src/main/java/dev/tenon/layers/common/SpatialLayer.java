package dev.tenon.layers.common;

/** A layer for sequences, images or volumes: Keras' class name ends with 1D, 2D or 3D. */
public interface SpatialLayer {
  /** Returns the number of axes that an input has besides batch and channels: 1, 2 or 3. */
  int spatialAxes();
}

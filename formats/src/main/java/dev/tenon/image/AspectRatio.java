package dev.tenon.image;

/** The treatment of an image whose proportions differ from the target's. */
public enum AspectRatio {
  /** The image is distorted. */
  STRETCH,
  /** The image is cropped to the target's proportions around its center. */
  CROP,
  /** The whole image is centered, with zeros around it. */
  PAD
}

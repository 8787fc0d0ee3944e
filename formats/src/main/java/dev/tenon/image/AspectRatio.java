package dev.tenon.image;

/** What is done where the proportions of an image are not those that it is to have. */
public enum AspectRatio {
  /** It is distorted. */
  STRETCH,
  /** The largest part in the middle that has the proportions is taken. */
  CROP,
  /** The whole is put into the middle, with zeros around. */
  PAD
}

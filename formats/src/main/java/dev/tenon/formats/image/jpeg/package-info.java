/**
 * A JPEG decoder with libjpeg-turbo's numbers; reading starts at {@link
 * dev.tenon.formats.image.jpeg.JpegDecoder}.
 */
@org.jspecify.annotations.NullMarked
package dev.tenon.formats.image.jpeg;

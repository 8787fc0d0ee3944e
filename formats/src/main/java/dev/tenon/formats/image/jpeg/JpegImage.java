package dev.tenon.formats.image.jpeg;

/**
 * A decoded JPEG: rows from the top, the channels of a pixel side by side.
 *
 * @param channels 1 for gray, 3 for RGB, 4 for CMYK
 * @param adobe whether Adobe's marker is in the file, whose CMYK has 255 for no ink
 * @param data height × width × channels bytes, unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too large to copy.
public record JpegImage(int height, int width, int channels, boolean adobe, byte[] data) {}

#include "style/colour.h"

#include <math.h>

#define RADIANS (G_PI / 180)

/* The inverse of sRGB's gamma: a channel from 0 to 255 as light from 0 to 1. */
static double linear(uint8_t channel)
{
    double value = channel / 255.0;

    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static uint8_t gamma_encoded(double light)
{
    double value = light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055;

    return (uint8_t)lrint(255 * CLAMP(value, 0, 1));
}

double colour_luminance(struct colour colour)
{
    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

double colour_contrast(struct colour a, struct colour b)
{
    double first = colour_luminance(a), second = colour_luminance(b);

    return (fmax(first, second) + 0.05) / (fmin(first, second) + 0.05);
}

/* CIELAB's cube root with its linear foot. */
static double lab_root(double share)
{
    const double foot = 216.0 / 24389, slope = 24389.0 / 27;

    return share > foot ? cbrt(share) : (slope * share + 16) / 116;
}

struct lab colour_lab(struct colour colour)
{
    double r = linear(colour.r), g = linear(colour.g), b = linear(colour.b);
    double x = lab_root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    double y = lab_root(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    double z = lab_root((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);

    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/* Hue in degrees from 0 to 360; 0 for greys. */
static double hue_deg(double a, double b)
{
    double hue = a == 0 && b == 0 ? 0 : atan2(b, a) / RADIANS;

    return hue < 0 ? hue + 360 : hue;
}

static double mean_hue_deg(double first, double second, bool has_grey)
{
    double sum = first + second;

    if (has_grey)
        return sum;
    if (fabs(first - second) <= 180)
        return sum / 2;
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

static double hue_step_deg(double from, double to, bool has_grey)
{
    double step = to - from;

    if (has_grey)
        return 0;
    return step > 180 ? step - 360 : step < -180 ? step + 360 : step;
}

/* Sharma, Wu and Dalal, equations 2 to 22, in their names. */
double colour_difference(struct lab first, struct lab second)
{
    const double power_25 = 6103515625.0;
    double mean_c = (hypot(first.a, first.b) + hypot(second.a, second.b)) / 2;
    double g = 0.5 * (1 - sqrt(pow(mean_c, 7) / (pow(mean_c, 7) + power_25)));
    double a1 = (1 + g) * first.a, a2 = (1 + g) * second.a;
    double c1 = hypot(a1, first.b), c2 = hypot(a2, second.b);
    double h1 = hue_deg(a1, first.b), h2 = hue_deg(a2, second.b);
    bool has_grey = c1 * c2 == 0;

    double delta_l = second.l - first.l;
    double delta_c = c2 - c1;
    double delta_h = 2 * sqrt(c1 * c2) * sin(hue_step_deg(h1, h2, has_grey) / 2 * RADIANS);

    double l = (first.l + second.l) / 2, c = (c1 + c2) / 2;
    double h = mean_hue_deg(h1, h2, has_grey);
    double t = 1 - 0.17 * cos((h - 30) * RADIANS) + 0.24 * cos(2 * h * RADIANS) +
               0.32 * cos((3 * h + 6) * RADIANS) - 0.20 * cos((4 * h - 63) * RADIANS);
    double delta_theta = 30 * exp(-pow((h - 275) / 25, 2));
    double r_c = 2 * sqrt(pow(c, 7) / (pow(c, 7) + power_25));
    double s_l = 1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2));
    double s_c = 1 + 0.045 * c, s_h = 1 + 0.015 * c * t;
    double r_t = -sin(2 * delta_theta * RADIANS) * r_c;
    return sqrt(pow(delta_l / s_l, 2) + pow(delta_c / s_c, 2) + pow(delta_h / s_h, 2) +
                r_t * (delta_c / s_c) * (delta_h / s_h));
}

struct colour colour_seen(struct colour colour, enum vision vision)
{
    static const double machado[VISION_COUNT][3][3] = {
        [VISION_PROTAN] = {{0.152286, 1.052583, -0.204868},
                           {0.114503, 0.786281, 0.099216},
                           {-0.003882, -0.048116, 1.051998}},
        [VISION_DEUTAN] = {{0.367322, 0.860646, -0.227968},
                           {0.280085, 0.672501, 0.047413},
                           {-0.011820, 0.042940, 0.968881}},
        [VISION_TRITAN] = {{1.255528, -0.076749, -0.178779},
                           {-0.078411, 0.930809, 0.147602},
                           {0.004733, 0.691367, 0.303900}},
    };
    const double light[3] = {linear(colour.r), linear(colour.g), linear(colour.b)};
    uint8_t seen[3];

    if (vision == VISION_NORMAL)
        return colour;
    for (int i = 0; i < 3; i++) {
        const double *row = machado[vision][i];
        seen[i] = gamma_encoded(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]);
    }
    colour.r = seen[0];
    colour.g = seen[1];
    colour.b = seen[2];
    return colour;
}

static uint8_t mix(uint8_t top, uint8_t ground, double opacity)
{
    return (uint8_t)lrint(opacity * top + (1 - opacity) * ground);
}

struct colour colour_over(struct colour colour, struct colour ground)
{
    if (!colour.is_set)
        return ground;
    return (struct colour){true, mix(colour.r, ground.r, colour.opacity),
                           mix(colour.g, ground.g, colour.opacity),
                           mix(colour.b, ground.b, colour.opacity), 1};
}

bool colour_is_grey(struct colour colour)
{
    return !colour.is_set || (colour.r == colour.g && colour.g == colour.b);
}

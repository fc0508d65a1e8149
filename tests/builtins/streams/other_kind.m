%! error Gradus:notSupported
RandStream('mrg32k3a')

/**
 * The part of the worker's script that looks at the volume of Windows' default output and raises it, by
 * IAudioEndpointVolume of Core Audio. It is compiled when it is first asked for, apart from the voice, which works without
 * it, and once, whether that succeeds or not. The members stand in the order of mmdeviceapi.h and endpointvolume.h; those
 * that we do not call are named by their place. Flow 0 is what is played, role 0 the console's (what SAPI takes), context
 * 23 any.
 */
export const VOLUME_SCRIPT = `
$source = @'
using System;
using System.Runtime.InteropServices;
namespace Laidan {
  [ComImport, Guid("A95664D2-9614-4F35-A746-DE8DB63617E6"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
  interface IDevices {
    void M3();
    void GetDefaultAudioEndpoint(int flow, int role, out IDevice device);
  }
  [ComImport, Guid("D666063F-1587-4E43-81F1-B948E807363F"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
  interface IDevice {
    void Activate(ref Guid what, int context, IntPtr options, out IVolume volume);
  }
  [ComImport, Guid("5CDF2C82-841E-4546-9722-0CF74078229A"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
  interface IVolume {
    void M3(); void M4(); void M5(); void M6();
    void SetMasterVolumeLevelScalar(float level, ref Guid cause);
    void M8();
    void GetMasterVolumeLevelScalar(out float level);
    void M10(); void M11(); void M12(); void M13();
    void SetMute([MarshalAs(UnmanagedType.Bool)] bool mute, ref Guid cause);
    void GetMute([MarshalAs(UnmanagedType.Bool)] out bool mute);
  }
  [ComImport, Guid("BCDE0395-E52F-467C-8E3D-C4579291692E")]
  class Devices { }
  public static class Output {
    static IVolume Default() {
      IDevice device;
      ((IDevices)(object)new Devices()).GetDefaultAudioEndpoint(0, 0, out device);
      Guid what = typeof(IVolume).GUID;
      IVolume volume;
      device.Activate(ref what, 23, IntPtr.Zero, out volume);
      return volume;
    }
    public static string Look() {
      IVolume volume = Default();
      float level;
      bool muted;
      volume.GetMasterVolumeLevelScalar(out level);
      volume.GetMute(out muted);
      return (muted ? 1 : 0) + " " + (int)Math.Round(100 * level);
    }
    public static void Raise(int percent) {
      IVolume volume = Default();
      Guid cause = Guid.Empty;
      volume.SetMute(false, ref cause);
      volume.SetMasterVolumeLevelScalar(percent / 100f, ref cause);
    }
  }
}
'@
$compiler = @{ asked = $false }
function Get-Level($percent) {
  if (-not $compiler.asked) {
    $compiler.asked = $true
    Add-Type -TypeDefinition $source
  }
  if ($percent -ne $null) { [Laidan.Output]::Raise([int]$percent) }
  return [Laidan.Output]::Look()
}
`

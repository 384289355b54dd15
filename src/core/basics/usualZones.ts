import { instant, type Instant } from './time.ts';

/** The years for which the labels below hold. */
export const LABELLED = { from: instant(Date.UTC(2024, 0, 1)), to: instant(Date.UTC(2037, 0, 1)) } as const;

/**
 * The labels of zones in these years (`zoneLabel`), by their minutes ahead of UTC. Asking the engine for one label
 * takes half as long as `defer list`. Zones that ICU still calls by a former name are left out, and those whose label
 * does not follow from the minutes. A test compares the others with the engine.
 */
const ZONES: readonly (readonly [labels: string, ...zones: readonly string[]])[] = [
  ['UTC=0', 'UTC'],
  [
    'CET=60 CEST=120',
    'Africa Ceuta',
    'Europe Amsterdam Andorra Belgrade Berlin Bratislava Brussels Budapest Busingen Copenhagen Gibraltar',
    'Europe Ljubljana Luxembourg Madrid Malta Monaco Oslo Paris Podgorica Prague Rome San_Marino Sarajevo',
    'Europe Skopje Stockholm Tirane Vaduz Vatican Vienna Warsaw Zagreb Zurich',
  ],
  [
    'AST=-240',
    'America Anguilla Antigua Aruba Barbados Blanc-Sablon Curacao Dominica Grenada Guadeloupe Kralendijk',
    'America Lower_Princes Marigot Martinique Montserrat Port_of_Spain Puerto_Rico Santo_Domingo St_Barthelemy',
    'America St_Kitts St_Lucia St_Thomas St_Vincent Tortola',
  ],
  [
    'GMT-3=-180',
    'America Araguaina Argentina/La_Rioja Argentina/Rio_Gallegos Argentina/Salta Argentina/San_Juan',
    'America Argentina/San_Luis Argentina/Tucuman Argentina/Ushuaia Bahia Belem Cayenne Fortaleza Maceio',
    'America Montevideo Paramaribo Punta_Arenas Recife Santarem Sao_Paulo',
    'Atlantic Stanley',
  ],
  [
    'GMT=0',
    'Africa Abidjan Accra Bamako Banjul Bissau Conakry Dakar Freetown Lome Monrovia Nouakchott Ouagadougou',
    'Africa Sao_Tome',
    'America Danmarkshavn',
    'Atlantic Reykjavik St_Helena',
  ],
  [
    'EET=120 EEST=180',
    'Africa Cairo',
    'Asia Beirut Famagusta Gaza Hebron Nicosia',
    'Europe Athens Bucharest Chisinau Helsinki Mariehamn Riga Sofia Tallinn Vilnius',
  ],
  [
    'GMT+3=180',
    'Asia Aden Amman Baghdad Bahrain Damascus Kuwait Qatar Riyadh',
    'Europe Istanbul Kirov Minsk Moscow Simferopol Volgograd',
  ],
  [
    'EST=-300 EDT=-240',
    'America Detroit Grand_Turk Indiana/Marengo Indiana/Petersburg Indiana/Vevay Indiana/Vincennes',
    'America Indiana/Winamac Iqaluit Kentucky/Monticello Nassau New_York Port-au-Prince Toronto',
  ],
  [
    'GMT+5=300',
    'Asia Aqtau Aqtobe Ashgabat Atyrau Dushanbe Karachi Oral Qyzylorda Samarkand Tashkent Yekaterinburg',
    'Indian Kerguelen Maldives',
  ],
  [
    'CST=-360',
    'America Bahia_Banderas Belize Chihuahua Costa_Rica El_Salvador Guatemala Managua Merida Mexico_City',
    'America Monterrey Regina Swift_Current Tegucigalpa',
  ],
  [
    'GMT+7=420',
    'Asia Bangkok Barnaul Hovd Jakarta Krasnoyarsk Novokuznetsk Novosibirsk Phnom_Penh Pontianak Tomsk',
    'Asia Vientiane',
    'Indian Christmas',
  ],
  [
    'CST=-360 CDT=-300',
    'America Chicago Indiana/Knox Indiana/Tell_City Matamoros Menominee North_Dakota/Beulah North_Dakota/Center',
    'America North_Dakota/New_Salem Ojinaga Rankin_Inlet Resolute Winnipeg',
  ],
  [
    'GMT+8=480',
    'Asia Brunei Hong_Kong Irkutsk Kuala_Lumpur Kuching Macau Makassar Manila Shanghai Singapore Taipei',
    'Asia Ulaanbaatar',
  ],
  ['WAT=60', 'Africa Bangui Brazzaville Douala Kinshasa Lagos Libreville Luanda Malabo Ndjamena Niamey Porto-Novo'],
  ['CAT=120', 'Africa Blantyre Bujumbura Gaborone Harare Juba Khartoum Kigali Lubumbashi Lusaka Maputo Windhoek'],
  ['GMT+12=720', 'Asia Anadyr Kamchatka', 'Pacific Fiji Funafuti Kwajalein Majuro Nauru Tarawa Wake Wallis'],
  [
    'GMT+4=240',
    'Asia Baku Tbilisi Yerevan',
    'Europe Astrakhan Samara Saratov Ulyanovsk',
    'Indian Mahe Mauritius Reunion',
  ],
  [
    'EAT=180',
    'Africa Addis_Ababa Dar_es_Salaam Djibouti Kampala Mogadishu Nairobi',
    'Indian Antananarivo Comoro Mayotte',
  ],
  ['GMT+9=540', 'Asia Chita Dili Jayapura Khandyga Pyongyang Seoul Tokyo Yakutsk', 'Pacific Palau'],
  ['GMT+11=660', 'Asia Magadan Sakhalin Srednekolymsk', 'Pacific Bougainville Efate Guadalcanal Kosrae Noumea'],
  ['GMT-4=-240', 'America Boa_Vista Campo_Grande Caracas Cuiaba Guyana La_Paz Manaus Porto_Velho'],
  ['AKST=-540 AKDT=-480', 'America Anchorage Juneau Metlakatla Nome Sitka Yakutat'],
  ['MST=-420 MDT=-360', 'America Boise Cambridge_Bay Ciudad_Juarez Denver Edmonton Inuvik'],
  ['AST=-240 ADT=-180', 'America Glace_Bay Goose_Bay Halifax Moncton Thule', 'Atlantic Bermuda'],
  ['GMT+6=360', 'Asia Bishkek Dhaka Omsk Thimphu Urumqi', 'Indian Chagos'],
  ['GMT+10=600', 'Asia Ust-Nera Vladivostok', 'Pacific Guam Port_Moresby Saipan'],
  ['GMT-5=-300', 'America Bogota Eirunepe Guayaquil Lima Rio_Branco'],
  ['EST=-300', 'America Cancun Cayman Jamaica Panama'],
  ['MST=-420', 'America Creston Dawson_Creek Fort_Nelson Phoenix'],
  ['GMT-7=-420', 'America Dawson Hermosillo Mazatlan Whitehorse'],
  ['GMT=0 GMT+1=60', 'Europe Dublin Guernsey Isle_of_Man Jersey'],
  ['AEST=600 AEDT=660', 'Australia Hobart Melbourne Sydney'],
  ['WET=0 WEST=60', 'Atlantic Canary Madeira', 'Europe Lisbon'],
  ['GMT+13=780', 'Pacific Apia Fakaofo Tongatapu'],
  ['SAST=120', 'Africa Johannesburg Maseru Mbabane'],
  ['GMT-4=-240 GMT-3=-180', 'America Asuncion Coyhaique Santiago'],
  ['PST=-480 PDT=-420', 'America Los_Angeles Tijuana Vancouver'],
  ['GMT-11=-660', 'Pacific Midway Niue Pago_Pago'],
  ['CET=60', 'Africa Algiers Tunis'],
  ['EET=120', 'Africa Tripoli', 'Europe Kaliningrad'],
  ['GMT-2=-120', 'America Noronha', 'Atlantic South_Georgia'],
  ['GMT+5=300 GMT+6=360', 'Asia Almaty Qostanay'],
  ['GST=240', 'Asia Dubai Muscat'],
  ['ACST=570 ACDT=630', 'Australia Adelaide Broken_Hill'],
  ['AEST=600', 'Australia Brisbane Lindeman'],
  ['GMT-10=-600', 'Pacific Rarotonga Tahiti'],
  ['GMT-2=-120 GMT-1=-60', 'America Scoresbysund'],
  ['AWST=480', 'Australia Perth'],
  ['NZST=720 NZDT=780', 'Pacific Auckland'],
  ['GMT+5:30=330', 'Asia Colombo'],
  ['GMT+6:30=390', 'Indian Cocos'],
  ['HAST=-600 HADT=-540', 'America Adak'],
  ['GMT-5=-300 GMT-4=-240', 'America Havana'],
  ['PMST=-180 PMDT=-120', 'America Miquelon'],
  ['NST=-210 NDT=-150', 'America St_Johns'],
  ['GMT+2=120 GMT+3=180', 'Asia Jerusalem'],
  ['GMT+4:30=270', 'Asia Kabul'],
  ['GMT+3:30=210', 'Asia Tehran'],
  ['GMT-1=-60 GMT+0=0', 'Atlantic Azores'],
  ['GMT-1=-60', 'Atlantic Cape_Verde'],
  ['ACST=570', 'Australia Darwin'],
  ['ACWST=525', 'Australia Eucla'],
  ['LHST=630 LHDT=660', 'Australia Lord_Howe'],
  ['GMT=0 BST=60', 'Europe London'],
  ['GMT+12:45=765 GMT+13:45=825', 'Pacific Chatham'],
  ['GMT-6=-360 GMT-5=-300', 'Pacific Easter'],
  ['GMT-6=-360', 'Pacific Galapagos'],
  ['GMT-9=-540', 'Pacific Gambier'],
  ['HST=-600', 'Pacific Honolulu'],
  ['GMT+14=840', 'Pacific Kiritimati'],
  ['GMT-9:30=-570', 'Pacific Marquesas'],
  ['GMT+11=660 GMT+12=720', 'Pacific Norfolk'],
  ['GMT-8=-480', 'Pacific Pitcairn'],
];

/** A zone that is known without asking the engine. */
export interface UsualZone {
  /** Its label at a moment at which it is so many minutes ahead of UTC; undefined where that is not known. */
  labelOf(at: Instant, ahead: number): string | undefined;
}

/** Every zone in the list, by the areas and places of one line. */
const namesIn = (line: string): readonly string[] => {
  const [area = '', ...places] = line.split(' ');
  return places.length === 0 ? [area] : places.map(place => `${area}/${place}`);
};

/** The names of all of them. */
export const usualNames = (): readonly string[] => ZONES.flatMap(([, ...lines]) => lines.flatMap(namesIn));

/** The zone with this IANA name; undefined where the list lacks it. */
export function usualZone(name: string): UsualZone | undefined {
  const found = ZONES.find(([, ...lines]) => lines.some(line => namesIn(line).includes(name)));
  const labels = new Map(
    found?.[0].split(' ').map(one => {
      const [label = '', ahead = ''] = one.split('=');
      return [Number(ahead), label] as const;
    }),
  );
  return found && { labelOf: (at, ahead) => (at >= LABELLED.from && at < LABELLED.to ? labels.get(ahead) : undefined) };
}
